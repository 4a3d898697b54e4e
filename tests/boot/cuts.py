#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""cuts.py - pull the plug of a recorded machine at random moments, and see what the next boot finds.

    cuts.py BOX DISK LOG FROM TO CUTS ENOUGH SEED ANCHORS ARGUMENT...

DISK is the disk before the recording, LOG what QEMU's blklogwrites wrote meanwhile (the format of Linux'
dm-log-writes). The machine wrote a mark behind the file system, directly to the disk, when a step had been
acknowledged: the sums of the files then. Cuts fall between the marks FROM and TO (0: the beginning).

At a cut the disk holds all writes before the last flush; of those after it none, some of the first, or any,
sector by sector. The file system is checked as a boot does it, its certbox/ copied out, and BOX run with
ARGUMENTs (the first is a name) twice: the first run must leave a valid set and nothing of its own left over, the
second find nothing to do. Valid is what leads to the set's CA, or to one of the certificates in ANCHORS.

Of a set that had been acknowledged there must stand all as it was, or all as the step under way makes it, set aside
what that step sets aside and nothing else; where the step leaves no set, all of another one may stand. What the disk
holds before the step and after it is never away in between.

Prints a line for each cut that is lost and a summary; ends 1 if there was one, and stops at ENOUGH of them.
"""
import hashlib
import os
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile

SECTOR = 512
FS_SECTORS = 14 * 2048
FLUSH, FUA, DISCARD = 1, 2, 4
FILES = ['ca.key', 'ca.crt', 'server.key', 'server.crt']
OURS_ALONE = {'.host', '.lock'}
SALTED = {'y.p12', 'pw'}    # made again, they are others

found_valid = set()         # openssl need not see the same files twice


class Lost(Exception):
    """What a cut must never come to."""


def fail(why):
    print(f'cuts.py: {why}', file=sys.stderr)
    sys.exit(2)


def entries(path):
    """(flags, first sector, data) of each request, in order."""
    with open(path, 'rb') as log:
        magic, version, count, size = struct.unpack('<QQQI', log.read(28))
        if magic != 0x6a736677736872 or version != 1:
            fail(f'{path}: not a log of writes')
        log.seek(size)
        for _ in range(count):
            sector, sectors, flags, length = struct.unpack('<QQQQ', log.read(size)[:32])
            if flags & DISCARD:
                fail(f'{path}: a discard: mount without')
            scale = size // SECTOR
            yield flags, sector * scale, log.read(sectors * size)


def sums(text):
    return {name: digest for digest, name in (line.split() for line in text.splitlines())}


class Recording:
    def __init__(self, disk, log):
        with open(disk, 'rb') as file:
            self.disk = file.read()
        self.log = list(entries(log))
        self.marks = [0]            # index just past the mark of step n
        self.acknowledged = [{}]    # the sums in it
        for index, (_, sector, data) in enumerate(self.log):
            if data and sector >= FS_SECTORS:
                self.acknowledged.append(sums(data.rstrip(b'\0').decode()))
                self.marks.append(index + 1)

    def span(self, first, last):
        if last >= len(self.marks):
            fail(f'no mark {last}: the step was not done')
        return self.marks[first], self.marks[last]

    def step(self, cut):
        return max(n for n, mark in enumerate(self.marks) if mark <= cut)

    def image(self, cut, chance):
        """The disk when the plug is pulled after CUT requests, and how that came about."""
        flushed = max((n for n in range(cut) if self.log[n][0] & FLUSH), default=0)
        image = bytearray(self.disk)
        loose = []
        for index, (flags, first, data) in enumerate(self.log[:cut]):
            if index < flushed or flags & FUA:
                image[first * SECTOR:first * SECTOR + len(data)] = data
                continue
            loose += [(first + n // SECTOR, data[n:n + SECTOR]) for n in range(0, len(data), SECTOR)]
        kind = chance.choice(['none', 'first', 'any'])
        if kind == 'none':
            kept = []
        elif kind == 'first':
            kept = loose[:chance.randint(0, len(loose))]
        else:
            share = chance.random()
            kept = [s for s in loose if chance.random() < share]
        for sector, data in kept:
            image[sector * SECTOR:sector * SECTOR + len(data)] = data
        return image, f'request {cut}, {kind} {len(kept)} of {len(loose)} loose sectors'


def run(*command, stdin=None):
    done = subprocess.run(command, input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def must(what, *command):
    code, said = run(*command)
    if code:
        raise Lost(f'{what}: exit {code}: {said.strip()}')
    return said


def extract(disk, folder):
    """certbox/ on DISK as it is, second links included, once its journal is replayed."""
    code, said = run('e2fsck', '-p', disk)
    if code >= 4 and run('e2fsck', '-y', disk)[0] >= 4:
        raise Lost(f'e2fsck: {said}')
    _, listing = run('debugfs', '-f', '/dev/stdin', disk, stdin=f'ls -p /certbox\nrdump /certbox {folder}\n')
    found = os.path.join(folder, 'certbox')
    os.makedirs(found, exist_ok=True)
    inodes = {}
    for line in listing.splitlines():
        if not line.startswith('/') or line.count('/') != 7:
            continue
        _, inode, _, _, _, name, _, _ = line.split('/')
        path = os.path.join(found, name)
        if inode in inodes and os.path.isfile(path):
            os.unlink(path)
            os.link(inodes[inode], path)
        inodes.setdefault(inode, path)
    return found


def public(command, path):
    return must(path, 'openssl', *command, '-in', path)


def standing(folder):
    """The sums of what stands there."""
    found = {}
    for name in set(os.listdir(folder)) - OURS_ALONE:
        with open(os.path.join(folder, name), 'rb') as file:
            found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def only_set(found):
    return {name: found[name] for name in FILES if name in found}


def valid(folder, host, anchors):
    paths = {name: os.path.join(folder, name) for name in FILES}
    trusted = folder + '.anchors'
    with open(trusted, 'wb') as out:
        for path in paths['ca.crt'], anchors:
            with open(path, 'rb') as file:
                out.write(file.read())
    must('openssl verify', 'openssl', 'verify', '-x509_strict', '-purpose', 'sslserver',
         '-verify_hostname', host, '-CAfile', trusted, paths['server.crt'])
    for name in 'ca', 'server':
        if os.path.exists(paths[name + '.key']) and public(['pkey', '-pubout'], paths[name + '.key']) != \
                public(['x509', '-noout', '-pubkey'], paths[name + '.crt']):
            raise Lost(f'{name}.key is not that of {name}.crt')
    if os.path.exists(os.path.join(folder, 'y.p12')):
        must('openssl pkcs12', 'openssl', 'pkcs12', '-noout', '-in', os.path.join(folder, 'y.p12'),
             '-passin', 'file:' + os.path.join(folder, 'pw'))


def judge(box, arguments, folder, was, becomes, anchors):
    """Runs certgen on FOLDER; raises Lost if what is there then is not what it should be."""
    command = [box, 'certgen', '-d', folder, *arguments]
    must('certgen', *command)
    got = standing(folder)
    if frozenset(got.items()) not in found_valid:
        valid(folder, arguments[0], anchors)
        found_valid.add(frozenset(got.items()))
    for name in got.keys() - set(FILES) - SALTED:
        if got[name] not in (was.get(name), becomes.get(name)):
            raise Lost(f'left behind: {name}')
    new = set(got.values()).isdisjoint(only_set(was).values()) if not only_set(becomes) else only_set(got) == only_set(becomes)
    if was and only_set(got) != only_set(was) and not new:
        raise Lost('neither the old set nor the new one: ' +
                   ' '.join(name for name in FILES if got.get(name) != becomes.get(name)))
    if '--p12' in arguments and not becomes.keys() <= got.keys():
        raise Lost('not made: ' + ' '.join(becomes.keys() - got.keys()))
    lost = set(was.values()) & set(becomes.values()) - set(got.values())
    if lost:
        raise Lost('away: ' + ' '.join(name for name in was if was[name] in lost))
    again = must('certgen, again', *command)
    if not all(line.split()[0] in ('ok', 'kept') for line in again.splitlines()):
        raise Lost(f'certgen, again: {again}')


def keys_written(recording):
    """The private keys, as PEM, that ever went to the disk."""
    return {key for _, _, data in recording.log
            for key in re.findall(rb'-----BEGIN [A-Z ]*PRIVATE KEY-----[^-]*-----END', data)}


def main(box, disk, log, first, last, cuts, enough, seed, anchors, *arguments):
    chance = random.Random(seed)
    recording = Recording(disk, log)
    end = int(last)
    low, high = recording.span(int(first), end)
    number = lost = 0
    while number < int(cuts) and lost < int(enough):
        number += 1
        cut = chance.randint(low, high)
        step = recording.step(cut)
        image, how = recording.image(cut, chance)
        folder = tempfile.mkdtemp(dir='.')
        try:
            with open(os.path.join(folder, 'disk'), 'wb') as file:
                file.write(image)
            found = extract(os.path.join(folder, 'disk'), folder)
            was = recording.acknowledged[step]
            becomes = recording.acknowledged[step + 1] if step < end else was
            judge(box, arguments, found, was, becomes, anchors)
        except Lost as why:
            lost += 1
            print(f'cut {number}: {how}: {why}')
        finally:
            shutil.rmtree(folder)
    print(f'{number} cuts in requests {low} to {high}, seed {seed}: {lost} lost; '
          f'{len(keys_written(recording))} private keys on the disk ever')
    return 1 if lost else 0


if __name__ == '__main__':
    if len(sys.argv) < 11:
        fail(__doc__)
    sys.exit(main(*sys.argv[1:]))
