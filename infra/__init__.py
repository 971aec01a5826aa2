"""
The cloud this runs in.

``resources.json``: tables, buckets, queues, alarms, parameters, merged into what chalice packages;
``policies/``: what each function may do, one file a function, references instead of names;
``package`` makes the template and the zip, ``verify`` proves them; ``local/`` deploys them on this machine.
"""
