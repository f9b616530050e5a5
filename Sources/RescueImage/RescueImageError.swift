public import Diagnostics

/// Stable names of the failures, as they appear in brackets behind the message.
public enum RescueImageErrorCode: String, ErrorCode {
    /// A template does not follow its schema, or asks for something that does not exist.
    case template = "image-template"
    /// A program, library or file of the template is in none of the packages.
    case missingFile = "image-missing-file"
    /// A file is not a 64-bit x86 ELF file, or is damaged.
    case malformedELF = "image-malformed-elf"
    /// A program needs a library that the image does not have.
    case missingLibrary = "image-missing-library"
    /// A program needs a newer version of a library than the image has.
    case missingVersion = "image-missing-symbol-version"
    /// A kernel module that must be in the image is not.
    case missingModule = "image-missing-module"
    /// The tables that depmod makes cannot be understood.
    case malformedModuleTable = "image-malformed-module-table"
    /// A package is older than the template allows.
    case packageTooOld = "image-package-too-old"
    /// A cached file is not what was unpacked into the cache.
    case cacheDamaged = "image-cache-damaged"
    /// Symbolic links among the packages lead nowhere, or in a circle.
    case linkLoop = "image-link-loop"
    /// The archive for the kernel could not be written.
    case archive = "image-archive"
    /// A tool of the host failed or is not there.
    case tool = "image-tool"
    /// A file of the host could not be read or written.
    case file = "image-file"
    /// A folder that would be replaced holds something that no build made.
    case foreignFile = "image-foreign-file"
    /// The agent's executable was not found.
    case agent = "image-agent"
}

/// What can go wrong between a template and its packages on one side and a bootable image on the other.
public typealias RescueImageError = CodedError<RescueImageErrorCode>
