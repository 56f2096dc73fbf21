#include "images/shut_in.hpp"

#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <initializer_list>

namespace nibbi::images {
namespace {

constexpr rlim_t kMemory = 256 * 1024 * 1024;
constexpr rlim_t kSeconds = 5;

bool limit(int what, rlim_t value, rlim_t hard) {
  const rlimit l{value, hard};
  return setrlimit(static_cast<__rlimit_resource>(what), &l) == 0;
}

bool limit(int what, rlim_t value) { return limit(what, value, value); }

/// Memory, reading what is open, writing what is open, ending. Anything else ends the process.
bool shut_calls() {
  scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
  if (!filter) return false;
  bool ok = true;
  for (const int call : {SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(writev), SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(exit),
                         SCMP_SYS(exit_group), SCMP_SYS(rt_sigreturn), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigaction), SCMP_SYS(getpid), SCMP_SYS(gettid), SCMP_SYS(tgkill),
                         SCMP_SYS(clock_gettime), SCMP_SYS(getrandom)})
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0) == 0;
  // No memory that could be run.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)})
    ok = ok && seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 1, SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) == 0;
  ok = ok && seccomp_load(filter) == 0;
  seccomp_release(filter);
  return ok;
}

}  // namespace

bool shut_in() {
  if (close_range(3, ~0u, 0) != 0) return false;
  bool ok = prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0;
  // Out of time it ends by SIGXCPU; SIGKILL comes from somebody else, and means another thing to sandbox.cpp.
  ok = ok && limit(RLIMIT_CPU, kSeconds, kSeconds + 1) && limit(RLIMIT_FSIZE, 0) && limit(RLIMIT_NOFILE, 3) && limit(RLIMIT_NPROC, 0) && limit(RLIMIT_CORE, 0);
#ifndef __SANITIZE_ADDRESS__  // the sanitizer's shadow alone is terabytes of addresses
  ok = ok && limit(RLIMIT_AS, kMemory) && shut_calls();
#endif
  return ok;
}

}  // namespace nibbi::images
