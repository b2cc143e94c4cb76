"""What the public role of PostgreSQL may read: the register of today, as a view.

The same rows as `experts.open_data.records`, for whoever builds on the database itself;
a test holds both against each other.
"""

PUBLIC_VIEWS = {
    "public_register": """
SELECT expert.public_id,
       person.surname,
       person.given_name,
       person.patronymic,
       convocation.number AS convocation,
       body.number AS commission,
       body.name_kk AS commission_kk,
       body.name_ru AS commission_ru,
       expert.field_kk,
       expert.field_ru,
       COALESCE(protocol.number::text, entry.imported_number) AS protocol_number,
       COALESCE(sitting.held_on, entry.imported_on) AS protocol_date,
       entry.begins,
       LEAST(entry.ends, convocation.ends) AS ends
FROM experts_engagement AS entry
JOIN experts_expert AS expert ON expert.id = entry.expert_id
JOIN council_person AS person ON person.id = expert.person_id
JOIN council_body AS body ON body.id = entry.commission_id
JOIN council_convocation AS convocation ON convocation.id = body.convocation_id
LEFT JOIN council_protocol AS protocol ON protocol.id = entry.admitted_by_id
LEFT JOIN council_sitting AS sitting ON sitting.id = protocol.sitting_id
CROSS JOIN (SELECT (now() AT TIME ZONE 'Asia/Almaty')::date AS day) AS today
WHERE (entry.left_on IS NULL OR entry.left_on > today.day)
  AND entry.begins <= today.day
  AND entry.ends >= today.day
  AND convocation.ends >= today.day
  AND NOT EXISTS (
      SELECT FROM experts_consent AS withdrawn
      JOIN experts_expert AS dossier ON dossier.id = withdrawn.expert_id
      WHERE dossier.person_id = expert.person_id
        AND withdrawn.withdrawn_on IS NOT NULL
        AND NOT EXISTS (
            SELECT FROM experts_consent AS given
            JOIN experts_expert AS other ON other.id = given.expert_id
            WHERE other.person_id = expert.person_id
              AND given.withdrawn_on IS NULL
              AND given.given_on >= withdrawn.withdrawn_on
        )
  )
""".strip()
}
