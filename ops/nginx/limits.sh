# shellcheck shell=bash disable=SC2034
# Every limit of the front door, in one place. ops/lib/render.sh puts them into the configurations.
# A test may set one differently by an environment variable of the same name with HIROBA_LIMIT_ before it.
#
# A whole town office, or a mobile carrier, stands behind one address: addresses are limited generously.
# A session is one person, and is limited strictly. A made-up session helps nobody: its address still counts.

# Requests through to hiroba, by address and by session; BURST may come at once, and more than that is refused.
ADDRESS_RATE=200r/s
ADDRESS_BURST=400
SESSION_RATE=20r/s
SESSION_BURST=60
# Public answers out of the micro-cache, by address.
PUBLIC_RATE=500r/s
PUBLIC_BURST=1000
# Searching looks at every room and day of the wish, and each wish is another one: no cache helps. Quotes are asked for
# as freely. By address.
SEARCH_RATE=50r/s
SEARCH_BURST=200
# How long equal questions wait for the answer to the first of them, before each asks hiroba itself.
CACHE_LOCK=100ms
# Logging in costs a tenth of a second of processor by design (argon2id); at half past eight the whole office does it.
LOGIN_RATE=5r/s
LOGIN_BURST=60
# Messages of payment providers: a provider that was away sends everything at once, from few addresses, and one of ours
# tries a message only four times within half a second. Checking one costs little, and storing it a row.
WEBHOOK_RATE=1000r/s
WEBHOOK_BURST=2000
# Connections at one time, by address: pages and calls; listeners of the push channel.
ADDRESS_CONNECTIONS=1000
ADDRESS_LISTENERS=500
# Sizes. Pistache is told 128k, so that body and headers together never reach its own, unsafe, refusal.
BODY_SIZE=64k
# Attached files: as large as any town may allow. They wait on nginx's disk until they are whole, so that slow senders
# cost hiroba nothing; each session sends a few at a time, an address no more than an office does.
UPLOAD_SIZE=20m
UPLOAD_RATE=2r/s
UPLOAD_BURST=20
UPLOADS_OF_SESSION=4
UPLOADS_OF_ADDRESS=40
# All together: what they can take of the disk is this many times UPLOAD_SIZE.
UPLOADS_AT_ONCE=100
HEADER_SIZE=8k
# The bounded queue: as many requests at once as hiroba has workers, and how long the others wait for their turn.
WORKERS=16
QUEUE_TIMEOUT=3s
