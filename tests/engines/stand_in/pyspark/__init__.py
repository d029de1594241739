"""A stand-in for the few calls of PySpark that the recipe makes, in one process: not Spark, but what its documentation says they do.

textFile: the lines of a file, or of all files of a folder, in PARTITIONS partitions; a line ends with LF, CR LF or CR. pipe: each
partition goes through a process of its own, started without a shell, a line an element; its exit code counts only with checkCode.
saveAsTextFile: a folder that must not be there yet, a file a partition. An RDD that is not cached is worked out anew for each action.
"""
