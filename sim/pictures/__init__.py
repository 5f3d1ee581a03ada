"""Pictures of results; nothing here simulates."""
