"""Swift's rings: one device, one replica."""
from swift.common.ring import RingBuilder

from ferris import layout


def build():
    for kind in ("account", "container", "object"):
        builder = RingBuilder(part_power=4, replicas=1, min_part_hours=0)
        builder.add_dev({"id": 0, "region": 1, "zone": 1, "weight": 1.0,
                         "ip": layout.HOST,
                         "port": layout.port(f"swift-{kind}"),
                         "device": "d1", "meta": ""})
        builder.rebalance()
        builder.save(str(layout.etc("swift", f"{kind}.builder")))
        builder.get_ring().save(str(layout.etc("swift", f"{kind}.ring.gz")))
