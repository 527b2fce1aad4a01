"""What runs a model: encoders, quantised products, and the ONNX Runtime."""
