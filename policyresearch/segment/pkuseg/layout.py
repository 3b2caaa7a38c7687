"""How the model's numbers are laid out: what converting and decoding must agree on."""

# Weights are four-decimal numbers; times this they are whole.
SCALE = 10_000
TAGS = ("B", "B_single", "I", "I_end", "I_first")
N_TAGS = len(TAGS)
# Tags from here on continue a token.
FIRST_INNER = 2
# Lengths of the dictionary words that carry weights.
MIN_WORD, MAX_WORD = 2, 6
N_LENGTHS = MAX_WORD - MIN_WORD + 1

# A row of weights holds one block of `N_TAGS` for each template, in this order.
UNIGRAMS = ("c", "c-1", "c1", "c-2", "c2")
BIGRAMS = ("c-1c", "cc1", "c-2c-1")
WORDS = ("w-1", "w1")
PAIRS = ("ww.l", "ww.r")
# A bigram's row ends with the trie node of its two characters: one cache line in all.
BIGRAM_NODE = len(BIGRAMS) * N_TAGS

# Symbols stand for characters; 0 stands for every character that occurs in no word.
SYMBOL_BITS = 13
WORD_BITS = 17
# One slot of a hash table holds key << VALUE_BITS | value; no value is negative.
VALUE_BITS = 24
VALUE_MASK = (1 << VALUE_BITS) - 1
EMPTY = -1
