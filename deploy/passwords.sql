-- The passwords of the roles that sign in, from the environment of psql.
\getenv app APP_PASSWORD
\getenv maintenance MAINTENANCE_PASSWORD
\getenv backup BACKUP_PASSWORD
SET log_statement = 'none';
ALTER ROLE sarapshy_app PASSWORD :'app';
ALTER ROLE sarapshy_maintenance PASSWORD :'maintenance';
ALTER ROLE sarapshy_backup PASSWORD :'backup';
