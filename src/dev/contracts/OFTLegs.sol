// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity ^0.8.28;

/// @title Both ends of a token that lives on several chains
/// @notice Has the published OFT's events. The messages between the ends are carried by one account instead of a network of verifiers.
abstract contract OFTLegs {
    event OFTSent(
        bytes32 indexed guid,
        uint32 dstEid,
        address indexed fromAddress,
        uint256 amountSentLD,
        uint256 amountReceivedLD
    );
    event OFTReceived(bytes32 indexed guid, uint32 srcEid, address indexed toAddress, uint256 amountReceivedLD);

    error NotTheMessenger();
    error DeliveredAlready();

    /// What is smaller than a millionth can't be said to the other end.
    uint256 private constant DUST = 1e12;

    address public immutable messenger;
    uint32 public immutable eid;
    uint64 private _sent;
    mapping(bytes32 guid => bool) public isDelivered;

    constructor(address messenger_, uint32 eid_) {
        messenger = messenger_;
        eid = eid_;
    }

    function send(uint32 dstEid, uint256 amount) external returns (bytes32 guid) {
        uint256 whole = amount - (amount % DUST);
        guid = keccak256(abi.encode(++_sent, eid, address(this), dstEid, msg.sender));
        _debit(msg.sender, whole);
        emit OFTSent(guid, dstEid, msg.sender, whole, whole);
    }

    function deliver(bytes32 guid, uint32 srcEid, address to, uint256 amount) external {
        if (msg.sender != messenger) revert NotTheMessenger();
        if (isDelivered[guid]) revert DeliveredAlready();
        isDelivered[guid] = true;
        _credit(to, amount);
        emit OFTReceived(guid, srcEid, to, amount);
    }

    function _debit(address from, uint256 amount) internal virtual;

    function _credit(address to, uint256 amount) internal virtual;
}
