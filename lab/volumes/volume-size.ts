const GiB = 2 ** 30;

/** ext4, where the files of volumes mostly lie, takes none of 16 TiB. */
const largest = 2 ** 44 - GiB;

/**
 * Bytes of the file that holds a volume: as many as the volume has, because hosts are told its true size. It takes
 * from the machine what is written to it and no more.
 *
 * @param gib size as the emulator has it
 */
export const volumeSize = (gib: number): number => Math.min(gib * GiB, largest);
