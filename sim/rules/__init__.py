"""The rules of the model as pure functions on whole numbers; every engine calls these and no others."""
