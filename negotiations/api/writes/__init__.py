"""What can be written over the API: each noun's bodies, and the one way in which all of them are carried out."""
