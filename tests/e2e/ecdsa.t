#!/bin/sh
# SPDX-License-Identifier: MIT
# ecdsa.t - ECDSA with openssl, both ways, random and rare numbers (ecdsa.py); ecdsa_driver.c on the box's own objects.
# shellcheck source-path=SCRIPTDIR
# shellcheck source=sets.sh
. "${0%/*}/sets.sh"
# shellcheck source=driver.sh
. "$SRC/tests/e2e/driver.sh"
python3 -c 'import cryptography' 2>/dev/null || skip_all 'no python3-cryptography'
driver ecdsa

expect 'openssl is of our mind on signatures of 100 keys a curve, and on rare ones' 0 '*917 of 917 answered' '' python3 "$SRC/tests/e2e/ecdsa.py" 100
# Controls: one that is of the other mind, one that signs something else, one that is silent.
mv ecdsa right
for wrong in 's/^1$/0/' 's/^30\(..\).*/30\100/' '/^0$/d'; do
	printf '#!/bin/sh\n./right | sed "%s"\n' "$wrong" >ecdsa
	chmod +x ecdsa
	expect "control: $wrong is noticed" 1 '*answered' '' python3 "$SRC/tests/e2e/ecdsa.py" 3
done
done_testing
