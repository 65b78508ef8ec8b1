"""The second layer of stance: a compact trained model for (quote, proposition) pairs. See training/stance."""
