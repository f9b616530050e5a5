#pragma once
// One header a topic; each says what Swift's Glibc module does not show.
#include "CLinuxBlockDevices.h"
#include "CLinuxConsole.h"
#include "CLinuxFiles.h"
#include "CLinuxKernelEvents.h"
#include "CLinuxPower.h"
#include "CLinuxProcesses.h"
