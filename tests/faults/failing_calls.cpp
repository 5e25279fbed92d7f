// Loaded before the C library, lets one call of the system fail that the program makes in a folder: the
// n-th open, say, as if the disk were full. So every place is reached at which a disk may let a user down.
//
//   PERMEA_FAULT="CALL N HOW"  the N-th CALL fails once; "N+": that and all behind it. HOW is the number of
//                              an error; "short": half of the bytes are written, and the program is told
//                              so; "half": the same, and then the disk is full
//   PERMEA_FAULT_IN=FOLDER     only calls for files below it count (an absolute name), as do relative names
//   PERMEA_FAULT_COUNT=FILE    where to say at the end how many such calls there were
//   PERMEA_FAULT_CLOCK=1       each look at the clock finds it two seconds later: whatever is due now and
//                              then is due at once
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>

namespace {

std::atomic<long> seen = 0;

/// What PERMEA_FAULT says.
struct Fault {
  char call[32] = "", how[32] = "";
  long number = 0;
  bool from_then_on = false;

  Fault() {
    const char* told = std::getenv("PERMEA_FAULT");
    char plus = ' ';
    if (!told || std::sscanf(told, "%31s %ld%c %31s", call, &number, &plus, how) != 4) std::abort();
    from_then_on = plus == '+' || std::strcmp(how, "half") == 0;
  }
};

const Fault& fault() {
  static const Fault told;
  return told;
}

bool is_below(const char* path) {
  const char* folder = std::getenv("PERMEA_FAULT_IN");
  return path[0] != '/' || (folder && std::strncmp(path, folder, std::strlen(folder)) == 0);
}

bool is_below(int descriptor) {
  char link[64], path[4096];
  std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = ::readlink(link, path, sizeof path - 1);
  if (length <= 0 || path[0] != '/') return false;  // a pipe
  path[length] = '\0';
  return is_below(path);
}

enum class Fate { as_ever, shortened, failed };

/// What becomes of this call; sets errno when it is to fail.
template <class File>
Fate fate(const char* call, File file) {
  if (std::strcmp(call, fault().call) != 0 || !is_below(file)) return Fate::as_ever;
  const long number = ++seen;
  if (number < fault().number || (number > fault().number && !fault().from_then_on)) return Fate::as_ever;
  const bool half = std::strcmp(fault().how, "half") == 0;
  if (number == fault().number && (half || std::strcmp(fault().how, "short") == 0)) return Fate::shortened;
  errno = half ? ENOSPC : std::atoi(fault().how);
  return Fate::failed;
}

template <class Function>
Function* real(const char* name) {
  return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

struct CountAtEnd {
  ~CountAtEnd() {
    const char* path = std::getenv("PERMEA_FAULT_COUNT");
    std::FILE* file = path ? std::fopen(path, "w") : nullptr;
    if (!file) return;
    std::fprintf(file, "%ld\n", seen.load());
    std::fclose(file);
  }
} const count_at_end;

/// The mode that follows the flags, if one must.
mode_t mode_behind(int flags, va_list list) { return (flags & O_CREAT) != 0 ? va_arg(list, mode_t) : 0; }

}  // namespace

// The C library's own names, and those it has for files of any size, which are the same functions.
#define PERMEA_OPEN(name)                                                             \
  int name(const char* path, int flags, ...) {                                        \
    va_list list;                                                                     \
    va_start(list, flags);                                                            \
    const mode_t mode = mode_behind(flags, list);                                     \
    va_end(list);                                                                     \
    if (fate("open", path) == Fate::failed) return -1;                                \
    return real<int(const char*, int, ...)>("open")(path, flags, mode);               \
  }
#define PERMEA_OPENAT(name)                                                           \
  int name(int folder, const char* path, int flags, ...) {                            \
    va_list list;                                                                     \
    va_start(list, flags);                                                            \
    const mode_t mode = mode_behind(flags, list);                                     \
    va_end(list);                                                                     \
    if (fate("openat", path) == Fate::failed) return -1;                              \
    return real<int(int, const char*, int, ...)>("openat")(folder, path, flags, mode); \
  }
#define PERMEA_PWRITE(name)                                                           \
  ssize_t name(int file, const void* bytes, size_t size, off_t offset) {              \
    const Fate what = fate("pwrite", file);                                           \
    if (what == Fate::failed) return -1;                                              \
    if (what == Fate::shortened) size = (size + 1) / 2;                               \
    return real<ssize_t(int, const void*, size_t, off_t)>("pwrite")(file, bytes, size, offset); \
  }
#define PERMEA_PREAD(name)                                                            \
  ssize_t name(int file, void* bytes, size_t size, off_t offset) {                    \
    const Fate what = fate("pread", file);                                            \
    if (what == Fate::failed) return -1;                                              \
    if (what == Fate::shortened) size = (size + 1) / 2;                               \
    return real<ssize_t(int, void*, size_t, off_t)>("pread")(file, bytes, size, offset); \
  }
#define PERMEA_TRUNCATE(name)                                                         \
  int name(int file, off_t size) {                                                    \
    if (fate("ftruncate", file) == Fate::failed) return -1;                           \
    return real<int(int, off_t)>("ftruncate")(file, size);                            \
  }

extern "C" {

PERMEA_OPEN(open)
PERMEA_OPEN(open64)
PERMEA_OPENAT(openat)
PERMEA_OPENAT(openat64)
PERMEA_PWRITE(pwrite)
PERMEA_PWRITE(pwrite64)
PERMEA_PREAD(pread)
PERMEA_PREAD(pread64)
PERMEA_TRUNCATE(ftruncate)
PERMEA_TRUNCATE(ftruncate64)

ssize_t write(int file, const void* bytes, size_t size) {
  const Fate what = fate("write", file);
  if (what == Fate::failed) return -1;
  if (what == Fate::shortened) size = (size + 1) / 2;
  return real<ssize_t(int, const void*, size_t)>("write")(file, bytes, size);
}

int fsync(int file) {
  return fate("fsync", file) == Fate::failed ? -1 : real<int(int)>("fsync")(file);
}

int fdatasync(int file) {
  return fate("fdatasync", file) == Fate::failed ? -1 : real<int(int)>("fdatasync")(file);
}

int rename(const char* from, const char* to) noexcept {
  if (fate("rename", from) == Fate::failed) return -1;
  return real<int(const char*, const char*)>("rename")(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to, unsigned flags) noexcept {
  if (fate("renameat2", from) == Fate::failed) return -1;
  return real<int(int, const char*, int, const char*, unsigned)>("renameat2")(from_folder, from, to_folder, to,
                                                                             flags);
}

int mkdir(const char* path, mode_t mode) noexcept {
  return fate("mkdir", path) == Fate::failed ? -1 : real<int(const char*, mode_t)>("mkdir")(path, mode);
}

int unlink(const char* path) noexcept {
  return fate("unlink", path) == Fate::failed ? -1 : real<int(const char*)>("unlink")(path);
}

/// The file is closed whatever is said of it, as Linux does.
int close(int file) {
  const bool failed = fate("close", file) == Fate::failed;
  const int error = errno;
  const int closed = real<int(int)>("close")(file);
  if (!failed) return closed;
  errno = error;
  return -1;
}

int clock_gettime(clockid_t clock, struct timespec* now) noexcept {
  static std::atomic<long> looks = 0;
  const int result = real<int(clockid_t, struct timespec*)>("clock_gettime")(clock, now);
  if (std::getenv("PERMEA_FAULT_CLOCK") && clock == CLOCK_MONOTONIC) now->tv_sec += 2 * ++looks;
  return result;
}

}  // extern "C"
