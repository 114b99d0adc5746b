export declare const buildRecord: string
export declare function fileMark(path: string): readonly [path: string, sizeBytes: number, modifiedMs: number] | undefined
export declare function isBuildFresh(): boolean
