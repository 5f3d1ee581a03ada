"""Pictures as Plotly has them."""
