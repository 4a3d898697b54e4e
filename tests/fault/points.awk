# SPDX-License-Identifier: MIT
# points.awk - from a trace (strace -f -y) to the points where a fault can strike: NAME N FAULT MUST, a line each.
#
# N counts NAME's calls by the first process, as strace's when= does. FAULT is an errno that this call may give, or
# KILL. MUST is "fail" where the run may not end well: a write, fsync or close of what it writes in the set failed;
# "well" where it may not fail: it was only interrupted; else "any".

BEGIN {
	split("open openat", a); for (i in a) errors[a[i]] = "EIO EACCES EINTR ENOMEM"
	split("link linkat rename renameat renameat2 mkdir mkdirat", a); for (i in a) errors[a[i]] = "EIO ENOSPC EROFS EACCES ENOMEM"
	split("unlink unlinkat chmod fchmod chown fchown fchownat", a); for (i in a) errors[a[i]] = "EIO EROFS EACCES"
	split("stat lstat newfstatat statx fstat statfs fstatfs readlink readlinkat", a); for (i in a) errors[a[i]] = "EIO EACCES ENOMEM"
	split("mmap brk mlock", a); for (i in a) errors[a[i]] = "ENOMEM"
	split("fork vfork clone clone3", a); for (i in a) errors[a[i]] = "ENOMEM"
	split("socket sendto recvfrom", a); for (i in a) errors[a[i]] = "EINTR ENOMEM EACCES"
	# vfat knows no links, NFS no NOREPLACE
	errors["linkat"] = errors["linkat"] " EPERM"
	errors["renameat2"] = errors["renameat2"] " EINVAL"
	errors["read"] = "EIO EINTR"
	errors["write"] = "EIO ENOSPC EINTR"
	errors["fsync"] = "EIO ENOSPC EROFS EINTR"
	errors["close"] = "EIO ENOSPC EINTR"
	errors["flock"] = "EINTR ENOMEM"
	errors["getdents64"] = "EIO ENOMEM"
	errors["getrandom"] = "EINTR"
	errors["wait4"] = "EINTR"
}

$2 !~ /^[a-z0-9_]+\(/ { next }
first == "" { first = $1 }
$1 != first { next }

{
	name = $2
	sub(/\(.*/, "", name)
	n = ++count[name]
	fd = -1
	if (match($2, /\([0-9]+</))
		fd = substr($2, RSTART + 1, RLENGTH - 2) + 0
	if (name ~ /^open/ && match($0, /= [0-9]+</))
		written[substr($0, RSTART + 2, RLENGTH - 3) + 0] = 0
	if (name == "write" && fd > 2)
		written[fd] = 1

	if (name == "execve" || name == "exit_group" || (only != "" && name !~ only))
		next
	list = errors[name]
	if (name ~ /^open/ && /O_CREAT/)
		list = list " ENOSPC EROFS"
	must = name == "fsync" || (name == "write" && fd > 2) || (name == "close" && written[fd])
	k = split(list, fault, " ")
	for (i = 1; i <= k; i++)
		print name, n, fault[i], (must && (name == "fsync" || fault[i] != "EINTR")) ? "fail" : (fault[i] == "EINTR" && name !~ /^(socket|sendto)$/) ? "well" : "any"
	print name, n, "KILL", "any"
}
