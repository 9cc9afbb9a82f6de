"""What an audience may see: alliances with their history in, alliances without what is hidden out."""
