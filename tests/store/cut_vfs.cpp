#include "store/cut_vfs.hpp"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <new>
#include <utility>

namespace nibbi::store::test {
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kSector = 512;

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string name_in_folder(const char* path) { return fs::path(path).filename(); }

}  // namespace

const char* word(Unsynced model) {
  constexpr const char* kWords[] = {"lost", "kept", "some", "reordered", "torn"};
  return kWords[static_cast<int>(model)];
}

Image read_image(const std::string& folder) {
  Image out;
  for (const auto& file : fs::directory_iterator(folder)) out[file.path().filename()] = slurp(file.path());
  return out;
}

void write_image(const std::string& folder, const Image& image) {
  for (const auto& file : fs::directory_iterator(folder)) fs::remove_all(file.path());
  for (const auto& [name, content] : image) std::ofstream(folder + "/" + name, std::ios::binary) << content;
}

/// The C side: each call finds its CutVfs, writes down, and asks the system's VFS.
struct CutVfsCalls {
  struct File {
    sqlite3_file base;
    CutVfs* vfs;
    int number;             ///< -1: a temporary file without a name
    bool folder_not_synced;  ///< as the system's VFS does, the first sync of a journal or log that it made syncs its folder, too
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static File& of(sqlite3_file* f) { return *reinterpret_cast<File*>(f); }
  static sqlite3_file* real(sqlite3_file* f) { return of(f).real(); }
  static CutVfs& self(sqlite3_vfs* vfs) { return *static_cast<CutVfs*>(vfs->pAppData); }
  static sqlite3_vfs* system() {
    static sqlite3_vfs* const found = sqlite3_vfs_find("unix");
    return found;
  }

  static int write(sqlite3_file* f, const void* bytes, int size, sqlite3_int64 at) {
    File& file = of(f);
    if (file.number >= 0)
      if (const int bad = file.vfs->record({DiskOp::write, file.number, at, std::string(static_cast<const char*>(bytes), static_cast<std::size_t>(size))})) return bad;
    return file.real()->pMethods->xWrite(file.real(), bytes, size, at);
  }
  static int truncate(sqlite3_file* f, sqlite3_int64 size) {
    File& file = of(f);
    if (file.number >= 0)
      if (const int bad = file.vfs->record({DiskOp::truncate, file.number, size, {}})) return bad;
    return file.real()->pMethods->xTruncate(file.real(), size);
  }
  static int sync(sqlite3_file* f, int) {
    File& file = of(f);
    return file.number < 0 ? SQLITE_OK : file.vfs->record({DiskOp::sync, file.number, 0, {}, std::exchange(file.folder_not_synced, false)});
  }
  static int close(sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); }
  static int read(sqlite3_file* f, void* b, int n, sqlite3_int64 at) { return real(f)->pMethods->xRead(real(f), b, n, at); }
  static int size(sqlite3_file* f, sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); }
  static int lock(sqlite3_file* f, int l) { return real(f)->pMethods->xLock(real(f), l); }
  static int unlock(sqlite3_file* f, int l) { return real(f)->pMethods->xUnlock(real(f), l); }
  static int reserved(sqlite3_file* f, int* r) { return real(f)->pMethods->xCheckReservedLock(real(f), r); }
  static int control(sqlite3_file* f, int op, void* a) { return real(f)->pMethods->xFileControl(real(f), op, a); }
  static int sector(sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); }
  static int traits(sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); }
  static int shm_map(sqlite3_file* f, int p, int s, int e, void volatile** m) { return real(f)->pMethods->xShmMap(real(f), p, s, e, m); }
  static int shm_lock(sqlite3_file* f, int o, int n, int l) { return real(f)->pMethods->xShmLock(real(f), o, n, l); }
  static void shm_barrier(sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); }
  static int shm_unmap(sqlite3_file* f, int d) { return real(f)->pMethods->xShmUnmap(real(f), d); }

  /// Version 2: nothing can be mapped into memory past us.
  static constexpr sqlite3_io_methods kMethods{2, close, read, write, truncate, sync, size, lock, unlock, reserved, control,
                                               sector, traits, shm_map, shm_lock, shm_barrier, shm_unmap, nullptr, nullptr};

  static int open(sqlite3_vfs* vfs, const char* path, sqlite3_file* f, int flags, int* out_flags) {
    File& file = *new (f) File{{nullptr}, &self(vfs), -1, false};
    file.real()->pMethods = nullptr;
    if (path) {
      const bool was_there = fs::exists(path);
      file.folder_not_synced = !was_there && (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL));
      if (was_there || (flags & SQLITE_OPEN_CREATE)) file.number = file.vfs->number_of(path, !was_there);
    }
    const int result = system()->xOpen(system(), path, file.real(), flags, out_flags);
    if (file.real()->pMethods) file.base.pMethods = &kMethods;
    return result;
  }
  static int remove(sqlite3_vfs* vfs, const char* path, int sync_directory) {
    CutVfs& v = self(vfs);
    if (fs::exists(path)) {
      const std::string name = name_in_folder(path);
      v.record({DiskOp::remove, v.number_of(path, false), 0, name, sync_directory != 0});
      const std::lock_guard lock(v.mutex_);
      v.open_names_.erase(name);
    }
    return system()->xDelete(system(), path, 0);
  }
  static int access(sqlite3_vfs*, const char* path, int what, int* out) { return system()->xAccess(system(), path, what, out); }
  static int full_name(sqlite3_vfs*, const char* path, int n, char* out) { return system()->xFullPathname(system(), path, n, out); }
  static int randomness(sqlite3_vfs*, int n, char* out) { return system()->xRandomness(system(), n, out); }
  static int sleep(sqlite3_vfs*, int us) { return system()->xSleep(system(), us); }
  static int now(sqlite3_vfs*, double* t) { return system()->xCurrentTime(system(), t); }
  static int last_error(sqlite3_vfs*, int n, char* out) { return system()->xGetLastError(system(), n, out); }
  static int now_ms(sqlite3_vfs*, sqlite3_int64* t) { return system()->xCurrentTimeInt64(system(), t); }
};

namespace {
std::string next_name() {
  static int count = 0;
  return "cut-" + std::to_string(++count);
}
}  // namespace

CutVfs::CutVfs(std::string folder) : name_(next_name()), folder_(std::move(folder)) {
  using Calls = CutVfsCalls;
  vfs_.iVersion = 2;
  vfs_.szOsFile = static_cast<int>(sizeof(Calls::File)) + Calls::system()->szOsFile;
  vfs_.mxPathname = Calls::system()->mxPathname;
  vfs_.zName = name_.c_str();
  vfs_.pAppData = this;
  vfs_.xOpen = Calls::open;
  vfs_.xDelete = Calls::remove;
  vfs_.xAccess = Calls::access;
  vfs_.xFullPathname = Calls::full_name;
  vfs_.xRandomness = Calls::randomness;
  vfs_.xSleep = Calls::sleep;
  vfs_.xCurrentTime = Calls::now;
  vfs_.xGetLastError = Calls::last_error;
  vfs_.xCurrentTimeInt64 = Calls::now_ms;
  sqlite3_vfs_register(&vfs_, 0);
  // What lies in the folder now is durable.
  for (auto& [found, content] : read_image(folder_)) {
    open_names_[found] = static_cast<int>(files_.size());
    files_.push_back({found, content, true});
  }
}

CutVfs::~CutVfs() { sqlite3_vfs_unregister(&vfs_); }

void CutVfs::fail_at(std::size_t op, int code, int times) {
  fail_from_ = op;
  fail_code_ = code;
  fail_times_ = times;
}

int CutVfs::number_of(const char* path, bool is_new) {
  const std::lock_guard lock(mutex_);
  const std::string name = name_in_folder(path);
  if (is_new) open_names_.erase(name);
  const auto [at, unknown] = open_names_.try_emplace(name, static_cast<int>(files_.size()));
  if (unknown) {
    files_.push_back({name, is_new ? "" : slurp(path), !is_new});
    if (is_new) ops_.push_back({DiskOp::create, at->second, 0, name});
  }
  return at->second;
}

int CutVfs::record(DiskOp op) {
  const std::lock_guard lock(mutex_);
  const bool strikes = fail_code_ == SQLITE_FULL ? op.kind == DiskOp::write : op.kind != DiskOp::remove;
  if (ops_.size() >= fail_from_ && fail_times_ > 0 && strikes) {
    --fail_times_;
    if (fail_code_ == SQLITE_FULL) return SQLITE_FULL;
    if (op.kind == DiskOp::write) return SQLITE_IOERR_WRITE;
    if (op.kind == DiskOp::truncate) return SQLITE_IOERR_TRUNCATE;
    ops_.push_back({DiskOp::failed_sync, op.file, 0, {}});
    return SQLITE_IOERR_FSYNC;
  }
  ops_.push_back(std::move(op));
  return SQLITE_OK;
}

namespace {

/// One file of the disk under reconstruction.
struct Surface {
  std::string content;
  std::vector<const DiskOp*> pending;

  void apply(const DiskOp& op, std::int64_t from, std::int64_t to, std::mt19937_64* garbage) {
    const auto grow = [&](std::int64_t size) {
      const std::size_t before = content.size();
      if (static_cast<std::int64_t>(before) >= size) return;
      content.resize(static_cast<std::size_t>(size));
      if (garbage)
        for (std::size_t i = before; i < content.size(); ++i) content[i] = static_cast<char>((*garbage)());
    };
    if (op.kind == DiskOp::truncate) {
      if (op.at <= static_cast<std::int64_t>(content.size())) content.resize(static_cast<std::size_t>(op.at));
      else grow(op.at);
      return;
    }
    grow(from);
    const auto size = static_cast<std::size_t>(to - from);
    if (content.size() < static_cast<std::size_t>(to)) content.resize(static_cast<std::size_t>(to));
    std::memcpy(content.data() + from, op.bytes.data() + (from - op.at), size);
  }
  void apply(const DiskOp& op, std::mt19937_64* garbage = nullptr) {
    apply(op, op.at, op.at + static_cast<std::int64_t>(op.bytes.size()), garbage);
  }
};

bool coin(std::mt19937_64& chance) { return chance() % 2 == 0; }

/// Leaves of the pending ops what the model lets through.
void play_unsynced(Surface& file, Unsynced model, std::mt19937_64& chance) {
  std::mt19937_64* const garbage = coin(chance) ? &chance : nullptr;  // What a file grows by may be anything.
  switch (model) {
    case Unsynced::lost:
      break;
    case Unsynced::kept:
      for (const DiskOp* op : file.pending) file.apply(*op);
      break;
    case Unsynced::reordered:
      std::ranges::shuffle(file.pending, chance);
      [[fallthrough]];
    case Unsynced::some:
      for (const DiskOp* op : file.pending)
        if (coin(chance)) file.apply(*op, garbage);
      break;
    case Unsynced::torn:
      for (const DiskOp* op : file.pending) {
        if (op->kind == DiskOp::truncate) {
          if (coin(chance)) file.apply(*op, garbage);
          continue;
        }
        const std::int64_t end = op->at + static_cast<std::int64_t>(op->bytes.size());
        for (std::int64_t from = op->at; from < end;) {
          const std::int64_t to = std::min(end, (from / kSector + 1) * kSector);
          if (coin(chance)) file.apply(*op, from, to, garbage);
          from = to;
        }
      }
      break;
  }
  file.pending.clear();
}

}  // namespace

Image CutVfs::after_cut(std::size_t cut, Unsynced model, std::mt19937_64& chance) const {
  std::vector<Surface> surfaces;
  std::map<std::string, int> names;  // As they are on the disk.
  std::vector<const DiskOp*> pending_names;
  for (const File& f : files_) {
    if (f.was_there) names[f.name] = static_cast<int>(surfaces.size());
    surfaces.push_back({f.content, {}});
  }
  const auto apply_names = [&](std::size_t many) {
    for (const DiskOp* op : std::span(pending_names).first(many))
      if (op->kind == DiskOp::create) names[op->bytes] = op->file;
      else names.erase(op->bytes);
    pending_names.clear();
  };
  for (std::size_t i = 0; i <= cut && i < ops_.size(); ++i) {
    const DiskOp& op = ops_[i];
    const bool returned = i < cut;
    Surface& file = surfaces[static_cast<std::size_t>(op.file)];
    switch (op.kind) {
      case DiskOp::write:
      case DiskOp::truncate:
        file.pending.push_back(&op);
        break;
      case DiskOp::failed_sync:
        // The system may forget that these were never written: a later sync doesn't bring them back.
        if (returned) file.pending.clear();
        break;
      case DiskOp::sync:
        if (!returned) break;
        for (const DiskOp* pending : file.pending) file.apply(*pending);
        file.pending.clear();
        if (op.directory) apply_names(pending_names.size());
        break;
      case DiskOp::create:
      case DiskOp::remove:
        pending_names.push_back(&op);
        if (returned && op.directory) apply_names(pending_names.size());
        break;
    }
  }
  // The names of a journalled file system come in order: some first ones have arrived.
  apply_names(model == Unsynced::lost ? 0 : model == Unsynced::kept ? pending_names.size() : chance() % (pending_names.size() + 1));
  for (Surface& file : surfaces) play_unsynced(file, model, chance);
  Image image;
  for (const auto& [name, number] : names) image[name] = std::move(surfaces[static_cast<std::size_t>(number)].content);
  return image;
}

}  // namespace nibbi::store::test
