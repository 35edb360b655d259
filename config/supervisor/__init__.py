"""The parent process behind ``manage.py up``: starts the parts of Parley, keeps them running, stops them all.

It uses no Django itself, so it stays small and outlives any fault in the product. Each part is a child in a
session of its own; only its main process is signalled, and it stops its own children in its own order.
"""
