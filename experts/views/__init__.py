"""The pages of the experts: the public register and the desk's dossiers."""
