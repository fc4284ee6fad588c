"""Many documents: records made in parallel, kept between builds, outputs swapped in whole.

store     records on the disk, found again by content
shards    what one process reads at a time, and the contract of those who run it
workers   the engine of this machine: processes
cluster   the engine of many machines: Ray
swap      new outputs in place of old ones, all or none
"""
