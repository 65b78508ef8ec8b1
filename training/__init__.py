"""How the shipped models were made and measured. Nothing in ``service`` imports this."""
