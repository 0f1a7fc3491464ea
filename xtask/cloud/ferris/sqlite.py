"""Makes SQLite fit for a service with several threads.

1. Concurrent writers of one file wait for each other.

oslo.db starts each transaction with a plain BEGIN, which takes a read lock
first.  Two transactions that read and then write cannot both go on: SQLite
fails one of them at once with "database is locked", whatever the timeout is.
Here a transaction that oslo.db knows to be a writer starts with BEGIN
IMMEDIATE, and waits for its turn.

2. Connections are pooled.  oslo.db opens and closes the file for each
transaction; closing the last connection makes SQLite fold its write-ahead log
into the database each time.
"""
import contextlib
import threading


def patch():
    from oslo_db.sqlalchemy import enginefacade, engines
    from sqlalchemy import event, pool
    from sqlalchemy.engine import Engine

    @engines._init_connection_args.dispatch_for("sqlite")
    def pooled(url, engine_args, kw):
        engine_args.update(poolclass=pool.QueuePool, pool_size=20,
                           max_overflow=-1)

    local = threading.local()
    context = enginefacade._TransactionContext
    produce = context._produce_block

    @contextlib.contextmanager
    def produce_block(self, *args, **kwargs):
        # A stack per thread: blocks nest, and a reader block inside a writer
        # block belongs to the writer's transaction.
        stack = local.__dict__.setdefault("stack", [])
        stack.append(self)
        try:
            with produce(self, *args, **kwargs) as block:
                yield block
        finally:
            stack.pop()

    context._produce_block = produce_block

    # A listener on the class runs before oslo.db's listener on the instance,
    # which then finds "in_transaction" set and does nothing.
    @event.listens_for(Engine, "begin")
    def begin(connection):
        if (connection.dialect.name == "sqlite"
                and "in_transaction" not in connection.info):
            stack = local.__dict__.get("stack")
            writer = stack and stack[-1].mode is enginefacade._WRITER
            connection.exec_driver_sql(
                "BEGIN IMMEDIATE" if writer else "BEGIN")
            connection.info["in_transaction"] = True
