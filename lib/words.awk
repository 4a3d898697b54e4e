# SPDX-License-Identifier: MIT
# words.awk - words.txt, 512 words with each list in its order, as the octets that words.c reads.

function put(symbol) {
	bits += 5
	held = held * 32 + symbol
	while (bits >= 8) {
		bits -= 8
		octet = int(held / 2 ^ bits)
		held -= octet * 2 ^ bits
		printf "%d,%s", octet, ++written % 24 ? "" : "\n"
	}
}

{
	for (i = 1; i <= NF; i++) {
		word = tolower($i)
		for (same = 0; same < 4 && same < length(word) && substr(word, 1, same + 1) == substr(last, 1, same + 1);)
			same++
		put(26 + same)
		for (j = same + 1; j <= length(word); j++)
			put(index("abcdefghijklmnopqrstuvwxyz", substr(word, j, 1)) - 1)
		if (word != $i)
			put(31)
		last = word
	}
}

# A word ends where the next begins, and the reader takes two octets at a time.
END {
	for (i = 0; i < 5; i++)
		put(26)
	print ""
}
