"""How the attribution model is trained, exported and measured."""
