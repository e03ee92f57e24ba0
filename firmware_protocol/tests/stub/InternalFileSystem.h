#pragma once

#include "Adafruit_LittleFS.h"

extern FileSystem InternalFS;
