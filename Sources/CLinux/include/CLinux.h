#pragma once
// One header a topic; each says what Swift's Glibc module does not show.
#include "CLinuxPower.h"
