"""The pages of section 4."""
