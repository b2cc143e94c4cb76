"""The commissions' pages on the desk."""
