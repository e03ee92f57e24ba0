/* Stand-in for the file system: one file of one byte. */
#pragma once

#include "Arduino.h"

struct FileSystem {
    int role = -1; /* what is in the file; -1: there is none */
    bool begin() { return true; }
    bool remove(const char *) {
        role = -1;
        return true;
    }
};

namespace Adafruit_LittleFS_Namespace {
enum { FILE_O_READ, FILE_O_WRITE };
class File {
  public:
    explicit File(FileSystem &system) : system_(system) {}
    bool open(const char *, int mode) { return mode == FILE_O_WRITE || system_.role >= 0; }
    size_t write(const uint8_t *bytes, size_t len) {
        system_.role = bytes[0];
        return len;
    }
    int read(void *bytes, uint16_t len) {
        *static_cast<uint8_t *>(bytes) = static_cast<uint8_t>(system_.role);
        return len;
    }
    void close() {}

  private:
    FileSystem &system_;
};
} // namespace Adafruit_LittleFS_Namespace
