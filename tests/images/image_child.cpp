// The child of sandbox.hpp alone, so that its tests need no server (and the sanitizers none to build).
#include "images/sandbox.hpp"

#ifdef __SANITIZE_ADDRESS__
// To look for leaks at its end it would need files. The same code is searched for them in the tests' own process.
extern "C" const char* __asan_default_options() { return "detect_leaks=0"; }
#endif

int main() { return nibbi::images::be_the_child(); }
