# placeholder
Index = Quote = retrieve = None
