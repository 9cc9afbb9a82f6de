"""From a repository to what became of each file in it; knows files, commits and bytes, and only here Git is asked."""
