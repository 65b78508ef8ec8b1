"""How the shipped stance model was made and measured."""
