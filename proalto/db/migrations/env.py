"""Alembic's environment: schema `asistente`, its version table inside it, one transaction for all revisions."""

import psycopg2
from alembic import context
from sqlalchemy import create_engine, pool

LOCK = 7_206_001  # two processes that start together must not migrate together

dsn = context.config.attributes["dsn"]
# libpq reads the DSN, as everywhere else: SQLAlchemy knows neither postgres:// nor the key=value form.
engine = create_engine("postgresql+psycopg2://", creator=lambda: psycopg2.connect(dsn), poolclass=pool.NullPool)
with engine.connect() as connection, connection.begin():
    connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
    connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS asistente")
    connection.exec_driver_sql("SET LOCAL search_path TO asistente, public")
    context.configure(connection=connection, version_table_schema="asistente")
    context.run_migrations()
