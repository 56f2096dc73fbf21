#pragma once
// Internal: how the child shuts itself in, before it looks at a byte of what a stranger sent.
namespace nibbi::images {

/// From here on: no file, no network, no other process, no memory that could be run, 256 MiB, five seconds of its own time. Only standard input
/// and output stay. False: not all of it could be had, and nothing may be read. A call that is shut ends the process.
[[nodiscard]] bool shut_in();

}  // namespace nibbi::images
