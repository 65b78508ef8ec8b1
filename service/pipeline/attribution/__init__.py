"""The attribution model at run time: features, windows, decoding and the onnxruntime session."""
