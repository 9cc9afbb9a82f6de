"""What stands between our pages and MkDocs: settings, files, page heads, and putting the finished site in place."""
