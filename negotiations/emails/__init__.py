"""Every mail: one function and one template folder of the same name for each kind, and the post."""
