"""PostgreSQL: pools, the plain `.sql` queries, migrations, and the embedded server."""
