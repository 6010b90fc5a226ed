"""What is kept: tables, unit of work, encryption, the audit chain, migrations."""
