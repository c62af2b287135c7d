/* Stands in for NVIDIA's driver library (libnvidia-ml.so.1), so that the real binding can be tested without a GPU.
   Two GPUs: on the first runs the process that OURS names, on the second somebody else's. */
#include <stdio.h>
#include <stdlib.h>

#define MIB (1ULL << 20)
#define SUCCESS 0
#define NOT_SUPPORTED 3
#define INSUFFICIENT_SIZE 7

typedef struct { unsigned pid; unsigned long long memory; unsigned gpu, compute; } process;
typedef struct { unsigned long long total, free, used; } memory;
typedef struct { unsigned gpu, memory; } utilization;

static int devices[2] = {0, 1};

int nvmlInitWithFlags(unsigned flags) { return getenv("NO_DRIVER") ? 9 : SUCCESS; }
const char *nvmlErrorString(int code) { return "an error of the stand-in"; }

int nvmlDeviceGetCount_v2(unsigned *count) {
  *count = 2;
  return SUCCESS;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, int **device) {
  *device = &devices[index];
  return SUCCESS;
}

int nvmlDeviceGetName(int *device, char *name, unsigned length) {
  snprintf(name, length, "GPU %d", *device);
  return SUCCESS;
}

int nvmlDeviceGetUUID(int *device, char *name, unsigned length) {
  snprintf(name, length, "GPU-abc%d", *device);
  return SUCCESS;
}

int nvmlDeviceGetComputeRunningProcesses_v3(int *device, unsigned *count, process *processes) {
  const char *ours = getenv("OURS");
  if (*device == 0 && ours == NULL) {
    *count = 0;
    return SUCCESS;
  }
  if (processes == NULL) {
    *count = 1;
    return INSUFFICIENT_SIZE;
  }
  *count = 1;
  processes[0] = (process){*device == 0 ? (unsigned)atoi(ours) : 1u, (*device == 0 ? 300 : 500) * MIB, ~0u, ~0u};
  return SUCCESS;
}

int nvmlDeviceGetMemoryInfo(int *device, memory *info) {
  *info = (memory){1000 * MIB, 0, (*device == 0 ? 400 : 600) * MIB};
  return SUCCESS;
}

int nvmlDeviceGetUtilizationRates(int *device, utilization *rates) {
  if (getenv("DIVIDED")) return NOT_SUPPORTED;
  *rates = (utilization){*device == 0 ? 70 : 10, 0};
  return SUCCESS;
}
