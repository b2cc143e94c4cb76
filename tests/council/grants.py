"""What the roles of a database may do, in words: role, right, then the tables."""

from pathlib import Path

EXPECTED = Path(__file__).with_name("grants.txt")
RIGHTS = """
WITH given AS (
    SELECT right_.grantee, right_.privilege_type, relname AS name
    FROM pg_class, aclexplode(relacl) AS right_
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'S')
    UNION ALL
    SELECT right_.grantee, right_.privilege_type,
        relname || '(' || string_agg(attname, ', ' ORDER BY attname) || ')'
    FROM pg_class
    JOIN pg_attribute ON attrelid = pg_class.oid, aclexplode(attacl) AS right_
    WHERE relnamespace = 'public'::regnamespace
    GROUP BY right_.grantee, right_.privilege_type, relname
)
SELECT CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END,
    privilege_type, name
FROM given
"""


def granted(server, prefix):
    """Return every right of every role with this prefix but the owner, as text."""
    found: dict[tuple[str, str], set[str]] = {}
    for grantee, right, table in server.execute(RIGHTS).fetchall():
        if grantee == f"{prefix}_owner":
            continue
        role = grantee.removeprefix(f"{prefix}_")
        found.setdefault((role, right), set()).add(table)
    parts = [
        f"{role}: {right}\n" + "".join(f"    {table}\n" for table in sorted(tables))
        for (role, right), tables in sorted(found.items())
    ]
    return "\n".join(parts)
