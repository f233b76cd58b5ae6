"""The launcher behind run.py: environment, embedded services, roles, supervision. Standard library only.

Nothing here imports Django or `config`: it runs before the environment exists, and tests load it as `config.launch`.
"""
