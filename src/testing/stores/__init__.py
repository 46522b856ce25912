"""What every event store must do: suites for a database of one's own. Name it in a test file, and that is all.

    class TestOurDatabase(SharedStoreSuite):
        url = "postgresql://dondoc@host/trial"

The place must hold no tables of dondoc; each test makes them and drops them. `StoreSuite` asks of a store what one
thread of one process can see; `SharedStoreSuite` asks besides that many threads and processes can use it at once, which
a database in memory cannot. Override `open` for an engine or a store of one's own. Any framework will do that runs
methods called `test_...`.
"""

from dondoc.testing.stores.appending import Appending
from dondoc.testing.stores.chaining import Chaining
from dondoc.testing.stores.following import Following
from dondoc.testing.stores.keys import Keys
from dondoc.testing.stores.reading import Reading
from dondoc.testing.stores.sharing import Sharing

__all__ = ["SharedStoreSuite", "StoreSuite"]


class StoreSuite(Appending, Keys, Reading, Chaining, Following):
    """Appending, keys of commands, reading, the chain of hashes, following."""


class SharedStoreSuite(StoreSuite, Sharing):
    """The same, and many threads and processes at once, some of them frozen, killed or taking back what they wrote."""
