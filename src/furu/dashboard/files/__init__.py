"""Looking at the files of an experiment: listing, previews, tables and downloads, and nothing outside its folder."""
