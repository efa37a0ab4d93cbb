// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title A name that LayerZero's OFT passes by and never calls
/// @notice The sources of an OFT import a reader of packets, which only a check of theirs needs that nobody here runs. The published one is
/// not open source: the compiler is given this instead, and nothing of it comes into any bytecode.
library PacketV1Codec {
    error NotHere();

    function srcEid(bytes calldata) internal pure returns (uint32) {
        revert NotHere();
    }

    function sender(bytes calldata) internal pure returns (bytes32) {
        revert NotHere();
    }

    function nonce(bytes calldata) internal pure returns (uint64) {
        revert NotHere();
    }

    function dstEid(bytes calldata) internal pure returns (uint32) {
        revert NotHere();
    }

    function receiverB20(bytes calldata) internal pure returns (address) {
        revert NotHere();
    }

    function guid(bytes calldata) internal pure returns (bytes32) {
        revert NotHere();
    }

    function message(bytes calldata) internal pure returns (bytes calldata) {
        revert NotHere();
    }
}
