"""What is erased and what a law orders to keep: erasure and its proof, custody, and the nightly cleaning."""
