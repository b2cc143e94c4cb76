"""Every protocol's text becomes its first version, with the history of its writing."""

from django.db import migrations


def copy_texts(apps, schema_editor):
    """Copy text and fingerprint, with the author and moment of the protocol."""
    protocols = apps.get_model("council", "Protocol")
    written_as = apps.get_model("council", "HistoricalProtocol")
    versions = apps.get_model("council", "ProtocolVersion")
    version_written_as = apps.get_model("council", "HistoricalProtocolVersion")
    papers = apps.get_model("council", "ProtocolPaper")
    for protocol in protocols.objects.all():
        version = versions.objects.create(
            protocol=protocol, text=protocol.text, sha256=protocol.sha256
        )
        first = written_as.objects.filter(id=protocol.pk).order_by("history_id").first()
        version_written_as.objects.create(
            id=version.pk,
            protocol=protocol,
            version=version.version,
            text=version.text,
            sha256=version.sha256,
            history_type="+",
            history_date=first.history_date,
            history_user=first.history_user,
            history_change_reason=first.history_change_reason,
        )
        papers.objects.filter(protocol=protocol).update(version=version)


class Migration(migrations.Migration):
    dependencies = [("council", "0002_the_whole_path")]
    operations = [migrations.RunPython(copy_texts, migrations.RunPython.noop)]
