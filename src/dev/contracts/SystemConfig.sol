// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title What the L2 is run by, as L1 says it
/// @notice Has the published contract's event; of what it can set, two things.
contract SystemConfig {
    event ConfigUpdate(uint256 indexed version, uint8 indexed updateType, bytes data);

    error NotTheOwner();

    uint256 private constant VERSION = 0;
    uint8 private constant BATCHER = 0;
    uint8 private constant GAS_LIMIT = 2;

    address public immutable owner;
    bytes32 public batcherHash;
    uint64 public gasLimit;

    modifier onlyOwner() {
        if (msg.sender != owner) revert NotTheOwner();
        _;
    }

    constructor() {
        owner = msg.sender;
    }

    function setBatcherHash(bytes32 batcherHash_) external onlyOwner {
        batcherHash = batcherHash_;
        emit ConfigUpdate(VERSION, BATCHER, abi.encode(batcherHash_));
    }

    function setGasLimit(uint64 gasLimit_) external onlyOwner {
        gasLimit = gasLimit_;
        emit ConfigUpdate(VERSION, GAS_LIMIT, abi.encode(gasLimit_));
    }
}
