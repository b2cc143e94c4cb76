"""What `make bench` measures: the application beside limits of the same machine."""
